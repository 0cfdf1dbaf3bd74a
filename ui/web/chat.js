// What the chat page needs beyond its components: the newest question stays in sight, a marker opens its source, answers
// are copied and saved, and a server that went away in mid-answer is said so.
(() => {
  const SCROLLED_BY_READER = ["wheel", "touchmove", "keydown", "pointerdown"];
  const WATCH_EVERY = 1500; // milliseconds between two looks at a server that owes an answer
  let question = null;
  let following = false;

  // Gradio calls its examples a list, and has buttons in it, which are no list items: to a screen reader, a group.
  const name = () => {
    const starters = document.querySelector("#ca-chat .examples[role=list]");
    if (!starters) return;
    starters.setAttribute("role", "group");
    starters.setAttribute("aria-label", "Questions to start from");
  };

  const follow = () => {
    name();
    const rows = document.querySelectorAll("#ca-chat .user-row");
    const newest = rows[rows.length - 1] || null;
    if (newest !== question) {
      question = newest;
      following = newest !== null;
    }
    if (following) question.scrollIntoView({ block: "start" });
  };

  // A marker opens the sources of its answer, at the source that it names.
  const openSource = (marker) => {
    const answer = marker.closest(".ca-answer");
    const panel = answer && answer.querySelector(".ca-sources");
    if (!panel) return;
    panel.open = true;
    for (const item of panel.querySelectorAll("li")) item.classList.remove("ca-shown");
    const item = [...panel.querySelectorAll("li")].find((source) => String(source.value) === marker.textContent.trim());
    if (!item) return;
    following = false;
    item.classList.add("ca-shown");
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "center" });
  };

  const markerOf = (event) => event.target.closest && event.target.closest(".ca-marker [role=button]");

  document.addEventListener("click", (event) => { const marker = markerOf(event); if (marker) openSource(marker); });
  document.addEventListener("keydown", (event) => {
    const marker = markerOf(event);
    if (marker && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      openSource(marker);
    }
  });

  // While an answer is made, Enter asks nothing.
  for (const kind of ["keydown", "keypress"]) {
    document.addEventListener(kind, (event) => {
      const box = event.target.closest && event.target.closest("#ca-box");
      if (event.key !== "Enter" || event.shiftKey || !box || !box.querySelector(".stop-button")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }, true);
  }

  // Copying needs a secure context; where there is none, the browser's older way is taken.
  const copy = (text) => {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text);
      return;
    }
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };

  const save = (name, text) => {
    const type = name.endsWith(".json") ? "application/json" : "text/markdown";
    const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    Object.assign(document.createElement("a"), { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };

  // What the server hands over: a file's name or "copy", a colon, and the text in base64.
  let taken = "";
  const take = (payload) => {
    const line = payload.querySelector(".ca-handed");
    const handed = line ? line.textContent.trim() : "";
    if (handed === taken) return;
    taken = handed;
    if (!handed) return;
    const [name, coded] = handed.split(":");
    const text = new TextDecoder().decode(Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0)));
    if (name === "copy") copy(text);
    else save(name, text);
  };

  // A server that restarts forgets the answers that it was making; the page cannot tell from a slow one, so it asks.
  const serverId = async () => {
    const response = await fetch("gradio_api/app_id", { cache: "no-store" });
    if (!response.ok) throw new Error(String(response.status));
    return (await response.json()).app_id;
  };
  const LOST = "channel-assistant-lost";
  const RESTARTED = "The server was restarted before the answer was finished. Ask again; earlier conversations are kept.";
  let started = null;
  let broken = false;

  const say = (text, back) => {
    let notice = document.querySelector("#ca-lost");
    if (!notice) {
      notice = Object.assign(document.createElement("div"), { id: "ca-lost" });
      notice.setAttribute("role", "alert");
      document.body.append(notice);
    }
    notice.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
    if (!back) return;
    const reload = Object.assign(document.createElement("button"), { type: "button", textContent: "Reload the page" });
    reload.addEventListener("click", () => location.reload());
    notice.append(reload);
  };

  const watch = async () => {
    const pending = document.querySelector("#ca-chat .ca-pending");
    if (pending || broken) {
      try {
        const id = await serverId();
        if (broken || (started !== null && id !== started)) {
          broken = true;
          say(RESTARTED, true);
          sessionStorage.removeItem(LOST);
          return;
        }
      } catch {
        broken = true;
        sessionStorage.setItem(LOST, "yes"); // Gradio loads the page anew when the server is back; it is said then
        say("The connection to the server is lost, and the answer was not finished. Waiting for the server…", false);
      }
    }
    setTimeout(watch, WATCH_EVERY);
  };

  const start = () => {
    const chat = document.querySelector("#ca-chat");
    if (!chat) return false;
    new MutationObserver(follow).observe(chat, { childList: true, subtree: true, characterData: true });
    for (const event of SCROLLED_BY_READER) {
      chat.addEventListener(event, () => { following = false; }, { passive: true });
    }
    name();
    if (sessionStorage.getItem(LOST)) {
      sessionStorage.removeItem(LOST);
      say(RESTARTED, false);
    }
    const payload = document.querySelector("#ca-payload");
    if (payload) new MutationObserver(() => take(payload)).observe(payload, { childList: true, subtree: true, characterData: true });
    serverId().then((id) => { started = id; }, () => {});
    setTimeout(watch, WATCH_EVERY);
    return true;
  };

  if (start()) return;
  const waiting = new MutationObserver(() => { if (start()) waiting.disconnect(); });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();

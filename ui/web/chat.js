// Keeps the newest question at the top of the conversation while its answer arrives below it, so that the answer's first
// words stay in sight. Whoever scrolls takes over until the next question.
(() => {
  const SCROLLED_BY_READER = ["wheel", "touchmove", "keydown", "pointerdown"];
  let question = null;
  let following = false;

  const follow = () => {
    const rows = document.querySelectorAll("#ca-chat .user-row");
    const newest = rows[rows.length - 1] || null;
    if (newest !== question) {
      question = newest;
      following = newest !== null;
    }
    if (following) question.scrollIntoView({ block: "start" });
  };

  const start = () => {
    const chat = document.querySelector("#ca-chat");
    if (!chat) return false;
    new MutationObserver(follow).observe(chat, { childList: true, subtree: true, characterData: true });
    for (const event of SCROLLED_BY_READER) {
      chat.addEventListener(event, () => { following = false; }, { passive: true });
    }
    return true;
  };

  if (start()) return;
  const waiting = new MutationObserver(() => { if (start()) waiting.disconnect(); });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();

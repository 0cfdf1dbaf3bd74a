// The views: makes the day fields the browser's own, moves among the grid's cells with the arrow keys, tells the server
// which cell was chosen, brings an explanation into sight, and puts a question to the chat.
(() => {
const grid = () => document.querySelector("#ca-cells");
const cellsOf = () => [...grid().querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll(".ca-cell")]);

const placeOf = (cell) => {
  const rows = cellsOf();
  const row = rows.findIndex((cells) => cells.includes(cell));
  return { rows, row, column: row < 0 ? -1 : rows[row].indexOf(cell) };
};

const stand = (cell) => {
  for (const other of grid().querySelectorAll(".ca-cell")) other.tabIndex = other === cell ? 0 : -1;
  cell.focus();
};

const mark = (host, image) => {
  for (const cell of grid().querySelectorAll(".ca-cell")) {
    if (cell.dataset.host === host && cell.dataset.image === image) cell.setAttribute("aria-current", "true");
    else cell.removeAttribute("aria-current");
  }
};

const write = (field, text) => {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

const putToChat = (question) => {
  const box = document.querySelector("#ca-box textarea");
  if (!box) return;
  const panel = box.closest("[role=tabpanel]");
  const tab = panel && document.querySelector(`[role=tab][aria-controls="${panel.id}"]`);
  if (tab) tab.click();
  write(box, question);
  // The box takes the text over before its next frame; Enter then asks, as if it had been typed.
  requestAnimationFrame(() => requestAnimationFrame(() => {
    box.focus();
    box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", code: "Enter", bubbles: true, cancelable: true }));
  }));
};

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest(".ca-life")) event.target.blur();
  const cell = event.target.closest(".ca-cell");
  if (!cell) return;
  const { rows, row, column } = placeOf(cell);
  const step = STEPS[event.key];
  let next = null;
  if (step) next = (rows[row + step[0]] || [])[column + step[1]];
  else if (event.key === "Home") next = rows[row][0];
  else if (event.key === "End") next = rows[row][rows[row].length - 1];
  else return;
  event.preventDefault();
  if (next) stand(next);
});

let chosen = null;

document.addEventListener("click", (event) => {
  const cell = event.target.closest(".ca-cell");
  const ask = event.target.closest(".ca-ask");
  if (cell) {
    chosen = [cell.dataset.host, cell.dataset.image];
    stand(cell);
    mark(...chosen);
    write(document.querySelector("#ca-chosen :is(textarea, input)"), chosen.join(" "));
  } else if (ask) {
    putToChat(ask.dataset.question);
  }
});

// What was there already when the page last changed is not brought into sight again.
const seen = new WeakSet();

new MutationObserver(() => {
  for (const field of document.querySelectorAll(".ca-day :is(input, textarea)")) {
    if (field.tagName === "INPUT" && field.type !== "date") field.type = "date";
  }
  if (chosen && grid() && !grid().querySelector("[aria-current]")) mark(...chosen);
  for (const result of document.querySelectorAll("#ca-explanation .ca-explained, #ca-decision :is(.ca-explained, .ca-problem)")) {
    if (!seen.has(result)) result.scrollIntoView({ block: "nearest" });
    seen.add(result);
  }
}).observe(document.documentElement, { childList: true, subtree: true });
})();

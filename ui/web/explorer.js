// The explorer's parts: loads the grid when it is first shown, moves among its cells with the arrow keys, tells the
// server which cell was chosen, brings an explanation into sight, and puts a question to the chat.
const cellsOf = () => [...element.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll(".ca-cell")]);

const placeOf = (cell) => {
  const rows = cellsOf();
  const row = rows.findIndex((cells) => cells.includes(cell));
  return { rows, row, column: row < 0 ? -1 : rows[row].indexOf(cell) };
};

const stand = (cell) => {
  for (const other of element.querySelectorAll(".ca-cell")) other.tabIndex = other === cell ? 0 : -1;
  cell.focus();
};

const mark = (host, image) => {
  for (const cell of element.querySelectorAll(".ca-cell")) {
    if (cell.dataset.host === host && cell.dataset.image === image) cell.setAttribute("aria-current", "true");
    else cell.removeAttribute("aria-current");
  }
};

const putToChat = (question) => {
  const box = document.querySelector("#ca-box textarea");
  if (!box) return;
  const panel = box.closest("[role=tabpanel]");
  const tab = panel && document.querySelector(`[role=tab][aria-controls="${panel.id}"]`);
  if (tab) tab.click();
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  // The box takes the text over before its next frame; Enter then asks, as if it had been typed.
  requestAnimationFrame(() => requestAnimationFrame(() => {
    box.focus();
    box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", code: "Enter", bubbles: true, cancelable: true }));
  }));
};

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

element.addEventListener("keydown", (event) => {
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

element.addEventListener("click", (event) => {
  const cell = event.target.closest(".ca-cell");
  const ask = event.target.closest(".ca-ask");
  if (cell) {
    chosen = [cell.dataset.host, cell.dataset.image];
    stand(cell);
    mark(...chosen);
    trigger("select", { host: chosen[0], image: chosen[1] });
  } else if (ask) {
    putToChat(ask.dataset.question);
  }
});

watch("value", () => {
  if (chosen) mark(...chosen);
  const result = element.querySelector(".ca-explained, .ca-problem");
  if (result) result.scrollIntoView({ block: "nearest" });
});

if (element.closest("#ca-cells")) trigger("load");

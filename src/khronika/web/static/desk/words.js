// Let the reader select the words of a value in the text.
// Offsets count characters of the text as the casebook holds it, so an astral character is one.
let active = null;

const form = () => document.querySelector(".correction");

function activate(group) {
  form()?.querySelector(".group.active")?.classList.remove("active");
  active = group;
  active?.classList.add("active");
}

function offsetOf(node, inside) {
  const holder = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-s]");
  if (!holder) return null;
  const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, inside) : "";
  const whole = node.nodeType !== Node.TEXT_NODE && inside > 0 ? holder.textContent : "";
  return Number(holder.dataset.s) + [...before, ...whole].length;
}

// The selected run, cut to pieces of text (numbers of claims between them do not count).
function selected() {
  const selection = getSelection();
  const text = document.getElementById("text");
  if (!text || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let start = null;
  let end = null;
  const words = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!range.intersectsNode(node) || !node.parentElement.closest("[data-s]")) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    if (to <= from) continue;
    start ??= offsetOf(node, from);
    end = offsetOf(node, to);
    words.push(node.data.slice(from, to));
  }
  return start === null ? null : trimmed(words.join(""), start, end, range);
}

function trimmed(words, start, end, range) {
  const lead = words.length - words.trimStart().length;
  const trail = words.length - words.trimEnd().length;
  return { words: words.trim(), start: start + lead, end: end - trail, range: range.cloneRange() };
}

function fill(group, found) {
  const input = group.querySelector("[data-words]");
  if (!input || !found.words) return;
  input.value = found.words;
  group.querySelector("[data-start]").value = found.start;
  group.querySelector("[data-end]").value = found.end;
  const free = group.querySelector("[data-filled]");
  if (free) free.value = found.words;
  const number = found.words.match(/\d+/);
  if (number && group.dataset.group === "victims.count") {
    for (const field of group.querySelectorAll('input[type="number"]')) field.value = number[0];
  }
  if (globalThis.CSS?.highlights) CSS.highlights.set("chosen", new Highlight(found.range));
  announce(`${group.querySelector("legend").textContent}: ${found.words}`);
}

function announce(sentence) {
  const live = document.getElementById("live");
  if (live) live.textContent = sentence;
}

function onSelected() {
  if (!form()) return;
  const group = active?.isConnected ? active : form().querySelector(".group");
  const found = group && selected();
  if (found) fill(group, found);
}

export function connectWords() {
  document.addEventListener("focusin", (event) => {
    const group = event.target.closest?.(".correction .group");
    if (group) activate(group);
  });
  document.addEventListener("click", (event) => {
    const group = event.target.closest?.(".correction .group");
    if (group) activate(group);
  });
  document.addEventListener("pointerup", () => setTimeout(onSelected));
  document.addEventListener("keyup", (event) => event.shiftKey && onSelected());
  document.addEventListener("htmx:afterSettle", () => {
    if (!form() && globalThis.CSS?.highlights) CSS.highlights.delete("chosen");
  });
}

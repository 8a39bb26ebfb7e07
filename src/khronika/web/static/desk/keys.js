// One hand on the keyboard: j k between claims, a c r u to judge, ? for help.
import { showInText } from "./lights.js";

const typing = (element) => element?.closest?.("input, textarea, select, [contenteditable]");
const claims = () => [...document.querySelectorAll(".claim")];
let current = null;
let waitsForPlace = false;

function currentClaim() {
  const focused = document.activeElement?.closest?.(".claim");
  return focused || (current && document.getElementById(current));
}

function goTo(claim) {
  if (!claim) return;
  current = claim.id;
  claim.focus({ preventScroll: true });
  claim.scrollIntoView({ block: "nearest" });
  showInText(claim.dataset.claim);
}

function move(step) {
  const list = claims();
  const at = list.indexOf(currentClaim());
  goTo(at < 0 ? list[0] : list[Math.min(list.length - 1, Math.max(0, at + step))]);
}

function press(key) {
  const claim = currentClaim() || claims()[0];
  const within = claim?.querySelector(`[data-key="${key}"]`);
  const target = within || (key === "n" && document.querySelector('[data-key="n"]'));
  if (!target) return false;
  target.click();
  if (key === "r") claim.querySelector("textarea")?.focus();
  return true;
}

function help() {
  const dialog = document.getElementById("help");
  if (dialog && !dialog.open) dialog.showModal();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") return leave(event);
  if (document.body.dataset.keys === "off") return;
  if (typing(event.target)) return;
  const place = waitsForPlace && { q: "/queue", i: "/incidents" }[event.key];
  waitsForPlace = event.key === "g";
  if (place) return location.assign(place);
  if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
  else if (event.key === "?") help();
  else if (!"acrun".includes(event.key) || !press(event.key)) return;
  event.preventDefault();
}

function leave(event) {
  const open = event.target.closest?.(".claim")?.querySelector("details[open]");
  if (open) {
    open.open = false;
    goTo(open.closest(".claim"));
  } else if (document.querySelector('.editing [data-key="Escape"]')) {
    document.querySelector('.editing [data-key="Escape"]').click();
  }
}

export function connectKeys() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => {
    current = event.target.closest?.(".claim")?.id || current;
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-help]")) return;
    event.preventDefault();
    help();
  });
  // A card that was swapped keeps the reader's place.
  document.addEventListener("htmx:afterSettle", (event) => {
    const claim = event.target.closest?.(".claim") || document.getElementById(current);
    if (claim && !claim.contains(document.activeElement)) goTo(claim);
    claim?.querySelector(".editing select, .correction select")?.focus({ preventScroll: true });
  });
}

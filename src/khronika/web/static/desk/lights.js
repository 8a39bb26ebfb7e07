// Light up the words of a claim in the text, and the claims of some words.
const all = (selector) => document.querySelectorAll(selector);
const listed = (element, name) => (element.dataset[name] || "").split(" ").filter(Boolean);

export function clearLights() {
  for (const lit of all(".lit, .lit-strong")) lit.classList.remove("lit", "lit-strong");
  document.getElementById("text")?.classList.remove("dim");
}

export function lightClaim(number) {
  clearLights();
  for (const mark of all("mark[data-claims]")) {
    if (listed(mark, "claims").includes(String(number))) mark.classList.add("lit");
  }
  document.getElementById("text")?.classList.add("dim");
}

function lightValue(value) {
  lightClaim(value.split(":")[0]);
  for (const mark of all("mark[data-ev]")) {
    if (listed(mark, "ev").includes(value)) mark.classList.add("lit-strong");
  }
}

function lightFromText(mark) {
  clearLights();
  mark.classList.add("lit-strong");
  const values = listed(mark, "ev");
  for (const row of all(".claim [data-ev]")) {
    if (values.includes(row.dataset.ev)) row.classList.add("lit");
  }
  for (const number of listed(mark, "claims")) {
    document.getElementById(`claim-${number}`)?.classList.add("lit");
  }
}

function lightFor(target) {
  if (!(target instanceof Element)) return;
  const mark = target.closest("mark[data-ev]");
  if (mark) return lightFromText(mark);
  const value = target.closest(".claim [data-ev]");
  if (value) return lightValue(value.dataset.ev);
  const claim = target.closest(".claim");
  if (claim) return lightClaim(claim.dataset.claim);
  const ref = target.closest("[data-ref]");
  if (ref) return lightClaim(ref.dataset.ref);
  const focused = document.activeElement?.closest?.(".claim");
  return focused ? lightClaim(focused.dataset.claim) : clearLights();
}

// Scroll one pane only: the page itself stays where the reader left it.
export function showInText(number) {
  const pane = document.querySelector('[data-pane="text"]');
  const mark = [...all("mark[data-ev]")].find((m) => listed(m, "ev").includes(`${number}:act`));
  if (!pane || !mark || !matchMedia("(min-width: 62rem)").matches) return;
  const inside = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  if (inside > pane.clientHeight * 0.05 && inside < pane.clientHeight * 0.75) return; // it is in sight
  pane.scrollTop += inside - pane.clientHeight / 3;
}

export function connectLights() {
  document.addEventListener("pointerover", (event) => lightFor(event.target));
  document.addEventListener("focusin", (event) => lightFor(event.target));
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("mark[data-claims]");
    if (!mark || !getSelection().isCollapsed || document.querySelector(".claim.editing")) return;
    const claim = document.getElementById(`claim-${listed(mark, "claims")[0]}`);
    claim?.focus({ preventScroll: true });
    claim?.scrollIntoView({ block: "nearest" });
  });
}

// What is on the screen is put away when nobody touches the desk for half an hour.
// The page that takes its place asks the desk nothing, so that it does not keep the session alive.
const HALF_AN_HOUR = 30 * 60 * 1000;
let timer = 0;

function touched() {
  clearTimeout(timer);
  timer = setTimeout(() => location.replace("/static/desk/away.html"), HALF_AN_HOUR);
}

export function connectAway() {
  if (!document.querySelector("header.top")) return; // nobody is signed in
  for (const kind of ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"]) {
    document.addEventListener(kind, touched, { passive: true, capture: true });
  }
  touched();
}

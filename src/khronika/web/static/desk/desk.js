// The desk works without this file; with it, text and claims light each other up, keys work,
// and words can be selected. Nothing is stored in the browser and nothing is fetched from elsewhere.
import { connectAway } from "./away.js";
import { connectLights } from "./lights.js";
import { connectKeys } from "./keys.js";
import { connectWords } from "./words.js";

connectAway();
connectLights();
connectKeys();
connectWords();

// A session that ended answers with the sign-in page: show it whole, not inside a card.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname === "/sign-in") {
    event.detail.shouldSwap = false;
    location.reload();
  }
});

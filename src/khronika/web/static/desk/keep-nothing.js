// Forbid every script of this page, our own and the vendored one, to keep anything in the browser.
for (const store of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
  Object.defineProperty(globalThis, store, {
    get() {
      throw new DOMException("The desk keeps nothing in the browser.", "SecurityError");
    },
  });
}

/**
 * In a frame of another site a browser may forbid to look at its storage at all. The player's library looks without asking:
 * it then finds one that keeps nothing. To be loaded before it.
 */
const nothing = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
try {
  void window.localStorage;
} catch (error) {
  if (!(error instanceof DOMException)) throw error;
  Object.defineProperty(window, "localStorage", { value: nothing });
}

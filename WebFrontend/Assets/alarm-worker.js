// Counts time for alarm.js.
addEventListener("message", ({ data: { number, milliseconds } }) => setTimeout(() => postMessage(number), milliseconds));

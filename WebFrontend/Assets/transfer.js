import { timeLeft } from "./countdown.js";
import { language, n, t } from "./words.js";

const units = ["KiB", "MiB", "GiB", "TiB"];

/** A size with three digits at most, as the server writes it. */
export function sizeWords(bytes) {
  if (bytes < 1024) return n(bytes, "{0} byte", "{0} bytes");
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = value >= 99.95 ? 0 : 1;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits, useGrouping: false }).format(value)} ${units[unit]}`;
}

/** Tells how a transfer gets on, its speed smoothed so that the time left does not jump. */
export class Transfer {
  #at;
  #sent = 0;
  #speed = 0;

  constructor(now) {
    this.#at = now;
  }

  /** Takes in how much was sent by now (milliseconds), and says it in words. */
  describe(sent, total, now) {
    const elapsed = (now - this.#at) / 1000;
    if (elapsed >= 0.5) {
      const current = (sent - this.#sent) / elapsed;
      this.#speed = this.#speed === 0 ? current : 0.7 * this.#speed + 0.3 * current;
      this.#at = now;
      this.#sent = sent;
    }
    const parts = [`${Math.floor((100 * sent) / total)} %`, t("{0} of {1}", sizeWords(sent), sizeWords(total))];
    if (this.#speed > 0) {
      parts.push(`${sizeWords(this.#speed)}/s`);
      if (sent < total) parts.push(t("{0} left", timeLeft(((total - sent) / this.#speed) * 1000)));
    }
    return parts.join(" · ");
  }
}

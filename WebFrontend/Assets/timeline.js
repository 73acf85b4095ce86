/** A time as a player shows it: 0:07, 12:34, 1:02:03. */
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, String(whole % 60).padStart(2, "0")];
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** The seconds that `#t=` of an address asks for: 90, 90s, 1m30s, 1h2m3s; null where it asks for none. */
export function timeInHash(hash) {
  const written = new URLSearchParams(hash.slice(1)).get("t");
  const parts = /^(?=\d)(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s?)?$/.exec(written ?? "");
  return parts && Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
}

/** The seconds that `#t=` of an address asks for: 90, 90s, 1m30s, 1h2m3s; null where it asks for none. */
export function timeInHash(hash) {
  const written = new URLSearchParams(hash.slice(1)).get("t");
  const parts = /^(?=\d)(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s?)?$/.exec(written ?? "");
  return parts && Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
}

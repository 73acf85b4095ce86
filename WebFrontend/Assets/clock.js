/** A length as a player shows it: `0:07`, `12:34`, `1:02:03`; part seconds count as a second. */
export function clock(seconds) {
  const whole = Math.ceil(seconds);
  const two = (value) => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

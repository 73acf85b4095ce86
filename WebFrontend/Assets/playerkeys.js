const volumeStep = 0.05;
const seekStep = 10;

/** The keys that work on the whole page; the list of them is on the page of a video. */
export function keysOf(player, video) {
  return {
    togglePaused: "k Space",
    toggleMuted: "m",
    toggleFullscreen: "f",
    togglePictureInPicture: "i",
    seekBackward: seek(["j", "ArrowLeft"], video, -seekStep),
    seekForward: seek(["l", "ArrowRight"], video, seekStep),
    speedUp: ">",
    slowDown: "<",
    volumeUp: volume("ArrowUp", player, volumeStep),
    volumeDown: volume("ArrowDown", player, -volumeStep),
  };
}

/**
 * From where the film is going, not from where it was: the library's own seeking starts from its slider, which lags behind while a seek
 * is on, so that two keys in a row would count as one. A slider that has the focus knows its own keys.
 */
function seek(keys, video, step) {
  return {
    keys,
    onKeyDown({ event }) {
      if (event.defaultPrevented || document.activeElement?.matches("[role=slider]")) return;
      event.preventDefault();
      if (video.readyState > 0) video.currentTime = Math.min(Math.max(video.currentTime + step, 0), video.duration);
    },
  };
}

/** Elsewhere on the page these keys scroll. */
function volume(key, player, step) {
  return {
    keys: [key],
    onKeyDown({ event, remote }) {
      if (!player.contains(document.activeElement)) return;
      event.preventDefault();
      remote.changeVolume(Math.min(Math.max(player.volume + step, 0), 1), event);
    },
  };
}

/** The player leaves fields and buttons alone by itself; nor need it hear what a dialog, or something that opens, is told. */
export function leaveKeysAlone() {
  const keep = (event) => {
    if (event.target.closest("dialog") || (event.key === " " && event.target.matches("summary"))) event.stopPropagation();
  };
  for (const type of ["keydown", "keyup"]) document.body.addEventListener(type, keep);
}

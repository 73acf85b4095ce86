const volumeStep = 0.05;

/** The keys that work on the whole page; the list of them is on the page of a video. */
export function keysOf(player) {
  return {
    togglePaused: "k Space",
    toggleMuted: "m",
    toggleFullscreen: "f",
    togglePictureInPicture: "i",
    seekBackward: "j ArrowLeft",
    seekForward: "l ArrowRight",
    speedUp: ">",
    slowDown: "<",
    volumeUp: volume("ArrowUp", player, volumeStep),
    volumeDown: volume("ArrowDown", player, -volumeStep),
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

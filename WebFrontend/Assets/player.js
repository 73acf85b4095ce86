// The site's player for the plain video element of a page. Whatever happens before it comes, or without it, the element plays by
// itself; other scripts know the element alone.
import "./playerstorage.js";
import "vidstack/player";
import "vidstack/player/layouts/default";
import "vidstack/player/ui";
import { Adoption } from "./adoption.js";
import "./player.css";
import { keysOf, leaveKeysAlone } from "./playerkeys.js";
import { Settings } from "./playersettings.js";
import { playerWords } from "./playerwords.js";
import { t } from "./words.js";

/** Makes the element around the film its player; the film goes on as it stands. Gives the player. */
export function dress(video) {
  const title = video.getAttribute("aria-label");
  const player = video.closest("media-player");
  const provider = document.createElement("media-provider");
  const layout = document.createElement("media-video-layout");
  const hadFocus = document.activeElement === video;
  Object.assign(player, {
    title,
    ariaLabel: t("Player: {0}", title),
    load: "eager",
    playsInline: true,
    keyTarget: "document",
    keyShortcuts: keysOf(player, video),
    storage: new Settings(video),
    src: { src: video.src, type: Adoption.type },
  });
  const agree = () => Object.assign(player, { paused: video.paused, volume: video.volume, muted: video.muted, playbackRate: video.playbackRate });
  provider.loaders = [new Adoption(video, agree)];
  Object.assign(layout, { translations: playerWords(), noAudioGain: true, colorScheme: "dark", menuContainer: player.parentElement });
  player.append(provider, layout);
  leaveKeysAlone();
  if (hadFocus) player.focus({ preventScroll: true });
  return player;
}

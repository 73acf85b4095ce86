// Gives the plain video element of a page the site's player. Whatever happens before that, or without it, the element plays
// by itself; other scripts know the element alone.
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

const video = document.querySelector("video[data-playback]");
if (video) {
  dress(video);
  leaveKeysAlone();
}

function dress(video) {
  const title = video.getAttribute("aria-label");
  const player = document.createElement("media-player");
  const provider = document.createElement("media-provider");
  const layout = document.createElement("media-video-layout");
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
  const agree = () => Object.assign(player, { volume: video.volume, muted: video.muted, playbackRate: video.playbackRate });
  provider.loaders = [new Adoption(video, agree)];
  Object.assign(layout, { translations: playerWords(), noAudioGain: true, colorScheme: "dark", menuContainer: video.parentElement });
  player.style.aspectRatio = `${video.width} / ${video.height}`; // As the element has it: nothing moves.
  video.replaceWith(player);
  provider.append(video);
  player.append(provider, layout);
}

import { kept } from "./memory.js";

const volumeKey = "volume";
const rateKey = "speed";

/**
 * What the reader has set, kept in this browser: loudness and speed. For the rest the player asks what the element does
 * now: it may have been told before the player was there.
 */
export class Settings {
  #video;

  constructor(video) {
    this.#video = video;
    const [volume, rate] = [kept.recall(volumeKey), kept.recall(rateKey)].map((value) => Number.parseFloat(value ?? ""));
    if (volume >= 0 && volume <= 1) video.volume = volume;
    if (rate >= 0.25 && rate <= 2) video.playbackRate = video.defaultPlaybackRate = rate;
  }

  getVolume = async () => this.#video.volume;
  getMuted = async () => this.#video.muted;
  getPlaybackRate = async () => this.#video.playbackRate;
  setVolume = async (volume) => kept.remember(volumeKey, volume);

  async setPlaybackRate(rate) {
    this.#video.defaultPlaybackRate = rate; // Else the next load of the stream would forget it.
    kept.remember(rateKey, rate);
  }

  // Nothing of these is kept.
  getTime = async () => null;
  getLang = async () => null;
  getCaptions = async () => null;
  getAudioGain = async () => null;
  getVideoQuality = async () => null;
}

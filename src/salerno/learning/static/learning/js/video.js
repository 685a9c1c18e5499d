/* Plays HLS lists in browsers that do not know them: hls.js is fetched only when such a film is on the page and cannot be played. */
const HLS = "application/vnd.apple.mpegurl";
const library = document.querySelector("script[data-hls]")?.dataset.hls;

async function play(video, source) {
  const { default: Hls } = await import(library);
  if (!Hls.isSupported()) return;
  const player = new Hls({ enableWorker: false });
  player.loadSource(source.src);
  player.attachMedia(video);
  video.dataset.playedBy = "hls.js";
}

for (const source of document.querySelectorAll(`video > source[type="${HLS}"]`)) {
  const video = source.parentElement;
  if (!video.canPlayType(HLS)) play(video, source);
}

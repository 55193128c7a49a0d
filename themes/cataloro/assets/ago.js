// Says of a recent day how long ago it was; the date itself stays to be read on hovering.
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });

for (const time of document.querySelectorAll("time[data-ago]")) {
  const days = Math.floor(Date.now() / 864e5) - Math.floor(Date.parse(time.dateTime) / 864e5);
  if (days < 0 || days > 30) continue;
  time.title = time.textContent;
  time.textContent = days < 14 ? words.format(-days, "day") : words.format(-Math.round(days / 7), "week");
}

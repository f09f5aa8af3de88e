// Everything works without this: the theme then follows the system, and what a tooltip says stands in each chart's table.
const html = document.documentElement;
for (const button of document.querySelectorAll('[data-action=theme]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const dark = html.dataset.theme ? html.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    html.dataset.theme = dark ? 'light' : 'dark';
    // A cookie, so that the server paints the right theme first time.
    document.cookie = `theme=${html.dataset.theme};path=/;max-age=31536000;samesite=lax`;
  });
}
// The time zone of who looks is a better first guess than none.
const zone = document.querySelector('[data-zone]');
if (zone?.value === 'UTC') zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
const progress = document.querySelector('[data-progress]');
if (progress) {
  const look = async () => {
    const answer = await fetch(progress.dataset.progress);
    if (answer.status !== 200) return location.reload();
    progress.replaceChildren(...new DOMParser().parseFromString(await answer.text(), 'text/html').body.childNodes);
    setTimeout(look, 400);
  };
  setTimeout(look, 400);
}
const tip = document.createElement('div');
tip.className = 'tip';
tip.hidden = true;
tip.setAttribute('aria-hidden', 'true');
document.body.append(tip);
const tell = event => {
  const part = event.target.closest?.('[data-told]');
  tip.hidden = !part;
  if (!part) return;
  tip.textContent = part.dataset.told;
  const box = part.getBoundingClientRect();
  tip.style.left = `${Math.min(Math.max(box.left + box.width / 2, 90), innerWidth - 90)}px`;
  tip.style.top = `${Math.max(56, box.top)}px`;
};
document.addEventListener('pointermove', tell);
document.addEventListener('focusin', tell);

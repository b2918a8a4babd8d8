// Fills a hidden field with the browser's time zone, such as Europe/Vienna.

export function mount(
  element,
  { zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone } = {},
) {
  element.value = zone() ?? "";
}

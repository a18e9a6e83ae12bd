const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (found) => escapes[found] ?? found)

/** A plain page that shows what a simulator holds, newest first, and says that nothing of it is real. */
export function page(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((name) => `<th>${escapeHtml(name)}</th>`).join('')
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`).join('')
  return `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3">
<title>${escapeHtml(title)}</title>
<style>body{font:16px/1.6 system-ui,sans-serif;margin:24px;background:#f7f4ee;color:#1f2a2a}
b{background:#c8552b;color:#fff;padding:2px 8px;border-radius:4px}table{border-collapse:collapse;margin-top:16px;background:#fff}
td,th{border:1px solid #d9d4c8;padding:6px 12px;text-align:left}@media(prefers-color-scheme:dark){body{background:#1b2020;color:#e8e4da}table{background:#242b2b}}</style>
<p><b>演示</b> 这是本机的模拟器，没有任何内容真正发出。This is a simulator on this machine; nothing here is really sent.</p>
<h1>${escapeHtml(title)}</h1>
<table><tr>${head}</tr>${body || `<tr><td colspan="${columns.length}">暂无 · Nothing yet</td></tr>`}</table></html>
`
}

/** Paper and bamboo, light and dark, as in the rest of the house. */
export const style = `
:root{color-scheme:light dark;--page:#F6F4EF;--card:#fff;--text:#1C2226;--soft:#4A545B;--line:#DEDBD3;--main:#0B6B6B;--warm:#A34A07}
@media(prefers-color-scheme:dark){:root{--page:#111617;--card:#1A2123;--text:#ECF0F1;--soft:#B8C2C6;--line:#2E383B;--main:#55C7C0;--warm:#FFB072}}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.6 "PingFang SC","Noto Sans SC","WenQuanYi Micro Hei",system-ui,sans-serif}
header,main{max-width:1100px;margin:auto;padding:16px}
h1{font-size:24px;margin:8px 0}h2{font-size:20px;margin:32px 0 8px}h3{font-size:16px;margin:16px 0 4px}
small{color:var(--soft);font-weight:400;font-size:14px}a{color:var(--main)}
input,button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:6px;padding:8px 12px;min-height:44px;box-sizing:border-box}
input{width:min(420px,60vw)}button{background:var(--main);border-color:var(--main);color:var(--page);cursor:pointer}
details{background:var(--card);border:1px solid var(--line);border-radius:12px;margin:8px 0;padding:0 16px;overflow-x:auto}
summary{cursor:pointer;min-height:44px;display:flex;gap:8px;align-items:center;flex-wrap:wrap}
summary b{font-size:13px;min-width:56px;color:var(--main)}summary b.DELETE,summary b.PATCH,summary b.PUT,summary b.POST{color:var(--warm)}
:focus-visible{outline:2px solid var(--main);outline-offset:2px}
dl{display:flex;flex-wrap:wrap;gap:8px 24px;margin:8px 0}dt{font-size:13px;color:var(--soft)}dd{margin:0}
table{border-collapse:collapse;width:100%;font-size:14px;margin:0 0 16px}th{text-align:left;font-weight:400;color:var(--soft)}
td,th{border-top:1px solid var(--line);padding:4px 12px 4px 0;vertical-align:top}code{font-family:ui-monospace,monospace;font-size:14px;overflow-wrap:anywhere}
`

/** The frame around the pages: navigation bar, screen, tab bar. */
export const shellHtml = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/shell.css">
</head>
<body>
<div id="nav"><span id="back">‹</span><span id="title"></span></div>
<div id="screen"></div>
<div id="tabbar"></div>
<script src="/data.js"></script>
<script src="/templates.js"></script>
<script src="/modules.js"></script>
<script src="/runtime.js"></script>
</body>
</html>
`

/** Our approximation of the looks that built-in components have in WeChat. */
export const shellCss = `
html, body { margin: 0; height: 100%; background: #fff; font-family: -apple-system, "PingFang SC", "WenQuanYi Micro Hei", sans-serif; font-size: 16px }
body { display: flex; flex-direction: column }
#nav { height: 44px; flex: none; display: flex; align-items: center; justify-content: center; position: relative; border-bottom: 1px solid #eee }
#back { position: absolute; left: 12px; font-size: 26px }
#screen { flex: 1; overflow: auto; position: relative }
#tabbar { display: none; flex: none; min-height: 50px; border-top: 1px solid #ddd }
#tabbar > div { flex: 1; display: flex; align-items: center; justify-content: center; font-size: 12px; color: #666 }
#tabbar > .on { color: #0b6b6b }
@media (prefers-color-scheme: dark) { html, body { background: #111617; color: #ecf0f1 } #nav { border-color: #2e383b } }

page, page-root, view, scroll-view, swiper-item, picker, picker-view, cover-view, radio-group, checkbox-group, root-portal, page-container { display: block }
page { min-height: 100% }
text { display: inline }
scroll-view { overflow: auto }
swiper { display: flex; overflow-x: auto; scroll-snap-type: x mandatory; height: 150px }
swiper-item { flex: 0 0 100%; scroll-snap-align: start }
wx-image { display: inline-block; width: 320px; height: 240px; overflow: hidden }
wx-canvas { display: block; width: 300px; height: 150px }
wx-canvas canvas { width: 100%; height: 100% }
wx-map { width: 300px; height: 150px; background: #e8eef7 }
wx-button { display: block; position: relative; margin: 0 auto; padding: 0 14px; box-sizing: border-box; font-size: 18px; line-height: 2.55555556; text-align: center; border-radius: 5px; overflow: hidden; border: 0; background: #f8f8f8; color: #000 }
wx-input, wx-textarea, wx-form, wx-picker, wx-map, wx-slider { display: block }
wx-label { display: inline }
wx-switch { display: inline-block; width: 52px; height: 32px; border-radius: 16px; background: #ddd }
wx-switch[data-on="1"] { background: #0b6b6b }
[hidden] { display: none !important }
.wx-inner { width: 100%; height: 100%; box-sizing: border-box; border: 0; outline: 0; padding: 0; background: transparent; font: inherit; color: inherit; text-align: inherit; resize: none }
.wx-toast { position: fixed; left: 50%; top: 40%; transform: translate(-50%, -50%); background: rgba(0, 0, 0, .7); color: #fff; padding: 12px 20px; border-radius: 8px; z-index: 9999; pointer-events: none }
.wx-cover { position: fixed; inset: 0; background: rgba(0, 0, 0, .5); z-index: 9999; display: flex; align-items: center; justify-content: center }
.wx-cover > div { background: #fff; color: #000; border-radius: 12px; padding: 20px; width: 280px; text-align: center }
.wx-cover button { min-height: 44px; min-width: 96px; margin: 4px }
`

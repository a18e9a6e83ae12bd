import { readFileSync } from 'node:fs'
import { openBrowser } from './src/browser.ts'

const [, , out, w, cols, ...files] = process.argv
const b = await openBrowser()
const p = await b.newPage({ viewport: { width: Number(w) * Number(cols) + 40, height: 800 } })
await p.setContent(
  `<body style="margin:4px;background:#888;display:flex;flex-wrap:wrap;gap:6px">${files.map((f) => `<figure style="margin:0"><figcaption style="font:12px sans-serif">${f.split('/').pop()}</figcaption><img width=${w} src="data:image/png;base64,${readFileSync(f).toString('base64')}"></figure>`).join('')}</body>`,
)
await p.waitForTimeout(500)
await p.screenshot({ path: out, fullPage: true })
await b.close()

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Chunks that several pages share and that change rarely keep their own hashed file, so that a release does not resend them. */
const shared = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/, priority: 40 },
  { name: 'echarts', test: /node_modules[\\/](echarts|zrender)[\\/]/, priority: 30 },
]

export default defineConfig({
  base: '/admin/',
  plugins: [react()],
  // The server puts a number used once in its place, in the page and in the content security policy alike.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: 'dist',
    // A data: address would need its own line in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1100,
    rolldownOptions: { output: { codeSplitting: { groups: shared } } },
  },
  server: {
    port: 7310,
    host: '127.0.0.1',
    proxy: { '/api': { target: process.env.LIREN_PUBLIC_URL ?? 'http://127.0.0.1:7300', ws: true } },
  },
})

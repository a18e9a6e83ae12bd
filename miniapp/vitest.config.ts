import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const own = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Screens are tested as the browser draws them; the messenger's side is driven in its own runner. */
export default defineConfig({
  define: { API_BASE: JSON.stringify('') },
  resolve: {
    alias: { '@tarojs/taro': own('./test/taro.ts'), '@': own('./src') },
    extensions: ['.h5.tsx', '.h5.ts', '.tsx', '.ts', '.mjs', '.js', '.json'],
  },
  test: { name: 'miniapp', environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'] },
})

import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig, type UserConfigExport } from '@tarojs/cli'
import { failOnMissingExports } from './missing-exports.cjs'

const own = (path: string) => resolve(__dirname, '..', path)
const shared = (name: string) => resolve(realpathSync(resolve(__dirname, '../..', name)), 'src')

/** Where the BFF is. A mini-program has no origin of its own, so the address is built in. */
const apiBase = process.env.API_BASE ?? 'http://127.0.0.1:7300'

const config: UserConfigExport<'webpack5'> = {
  projectName: 'liren-miniapp',
  date: '2026-11-20',
  // px stay px on both ends: NutUI is drawn so, and text is scaled by one variable instead
  designWidth: 375,
  deviceRatio: { 375: 2 },
  sourceRoot: 'src',
  outputRoot: process.env.OUTPUT_ROOT ?? 'dist/weapp',
  plugins: [own('config/aria.cjs')],
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: true, name: `weapp-${process.env.NODE_ENV ?? 'production'}` },
  alias: { '@': own('src') },
  defineConstants: { API_BASE: JSON.stringify(apiBase) },
  mini: {
    // TypeScript of the other workspaces is compiled like our own
    compile: { include: [shared('contract'), shared('client')] },
    miniCssExtractPluginOption: { ignoreOrder: true },
    postcss: { pxtransform: { enable: false, config: {} } },
    optimizeMainPackage: { enable: true },
    webpackChain: failOnMissingExports,
  },
}

export default defineConfig(async () => config)

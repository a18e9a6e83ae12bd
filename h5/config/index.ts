import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { defineConfig, type UserConfigExport } from '@tarojs/cli'
import { failOnMissingExports } from '../../miniapp/config/missing-exports.cjs'
import { splitForFirstLoad } from './chunks'

const own = (path: string) => resolve(__dirname, '..', path)
const shared = (name: string) => resolve(realpathSync(resolve(__dirname, '../..', name)), 'src')

const config: UserConfigExport<'webpack5'> = {
  projectName: 'liren-h5',
  date: '2026-11-20',
  designWidth: 375,
  deviceRatio: { 375: 2 },
  sourceRoot: 'src',
  outputRoot: process.env.OUTPUT_ROOT ?? 'dist',
  plugins: [],
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  // a page that was added there must be seen by a build that remembers the one before
  cache: {
    enable: true,
    name: `h5-${process.env.NODE_ENV ?? 'production'}`,
    buildDependencies: { config: [resolve(__dirname, 'index.ts'), resolve(shared('miniapp'), 'app.config.ts')] },
  },
  alias: { '@': shared('miniapp') },
  // the page and the BFF share one origin
  defineConstants: { API_BASE: JSON.stringify('') },
  h5: {
    publicPath: '/m/',
    staticDirectory: 'static',
    router: { mode: 'browser', basename: '/m' },
    // React components instead of Stencil: half of the first load
    useHtmlComponents: true,
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    compile: { include: [shared('miniapp'), shared('contract'), shared('client'), own('src')] },
    postcss: { autoprefixer: { enable: true, config: {} }, pxtransform: { enable: false, config: {} } },
    webpackChain(chain) {
      failOnMissingExports(chain)
      splitForFirstLoad(chain)
    },
  },
}

export default defineConfig(async () => config)

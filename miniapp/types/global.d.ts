/// <reference types="@tarojs/taro" />

/** Origin in front of /api; empty on the web, where the page and the BFF share one. */
declare const API_BASE: string

declare module '*.css'
declare module '*.svg' {
  const url: string
  export default url
}

declare namespace NodeJS {
  interface ProcessEnv {
    TARO_ENV: 'weapp' | 'h5'
  }
}

import type { Language } from '@liren/contract'
import enUS from 'antd/es/locale/en_US.js'
import type { Locale } from 'antd/es/locale/index.js'
import zhCN from 'antd/es/locale/zh_CN.js'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn.js'

/** antd, dayjs and the document speak the same language at the same moment. */
export function speak(language: Language): Locale {
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  return language === 'zh' ? zhCN : enUS
}

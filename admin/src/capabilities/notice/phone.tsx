import { exactTime } from '@liren/client/format/time'
import type { Language } from '@liren/contract'
import { file } from '@liren/contract/capabilities/file'
import { type NoticeCategory, noticeCategories } from '@liren/contract/capabilities/notice'
import { Segmented } from 'antd'
import { useLayoutEffect, useRef, useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useLanguage, useText, useWords } from '../../app/language/use.ts'
import type { Mode } from '../../app/theme/antd.ts'
import { useMode } from '../../app/theme/mode.ts'
import { paint } from '../../app/theme/paint.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { NoticeBody } from './body.tsx'
import style from './phone.module.css'
import { words } from './phone-words.ts'
import { useTiles } from './service-field.tsx'

interface Attached {
  readonly id: string
  readonly kind?: string
  readonly thumb?: string | null
}

/** What is drawn, as far as it is written. */
export interface Shown {
  readonly title?: string
  readonly body?: string
  readonly titleEn?: string
  readonly bodyEn?: string
  readonly category?: NoticeCategory
  readonly publisherName?: string
  /** When it is or will be out; without it as soon as it is approved. */
  readonly at?: string | null
  readonly endsAt?: string | null
  readonly isPinned?: boolean
  readonly service?: string | null
  readonly files: readonly Attached[]
}

/** A phone of 375 pixels with the notice in it, in the light or the dark, in the language of the reader. */
export function PhonePreview({ shown }: { shown: Shown }) {
  const t = useWords(words)
  const own = useMode()
  const [mode, setMode] = useState<Mode>(own)
  const [wanted, setWanted] = useState<Language>('zh')
  const hasEnglish = Boolean(shown.titleEn?.trim() || shown.bodyEn?.trim())
  const language = hasEnglish ? wanted : 'zh'
  const glass = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (glass.current) paint(mode, glass.current)
  }, [mode])
  return (
    <section aria-label={t('preview')} className={style.preview}>
      <div className={style.head}>
        <h3>{t('preview')}</h3>
        {hasEnglish && (
          <Segmented<Language>
            size="small"
            aria-label={t('language')}
            value={language}
            onChange={setWanted}
            options={[
              { value: 'zh', label: t('chinese') },
              { value: 'en', label: t('english') },
            ]}
          />
        )}
        <Segmented<Mode>
          size="small"
          aria-label={t('look')}
          value={mode}
          onChange={setMode}
          options={[
            { value: 'light', label: t('light'), icon: <Icon name="sun" size={14} style={{ verticalAlign: '-2px' }} /> },
            { value: 'dark', label: t('dark'), icon: <Icon name="moon" size={14} style={{ verticalAlign: '-2px' }} /> },
          ]}
        />
      </div>
      <div className={style.phone}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than the glass is scrolled with the keys */}
        <div ref={glass} className={style.glass} tabIndex={0}>
          <div className={style.bar}>{t('bar')}</div>
          <Page shown={shown} language={language} />
        </div>
      </div>
    </section>
  )
}

function Page({ shown, language }: { shown: Shown; language: Language }) {
  const t = useWords(words)
  const say = useText()
  const desk = useLanguage()
  const { category = 'announcement' } = shown
  const inEnglish = language === 'en'
  const title = (inEnglish && shown.titleEn?.trim()) || shown.title?.trim()
  const body = (inEnglish && shown.bodyEn?.trim()) || shown.body?.trim()
  const isUrgent = noticeCategories[category].told === 'always'
  return (
    <>
      <article className={style.sheet} lang={inEnglish ? 'en' : desk === 'en' ? 'zh' : undefined}>
        <div className={style.tags}>
          {isUrgent && <span className={style.urgent}>{t('emergency')}</span>}
          {category === 'advert' && <span className={style.advert}>{t('advert')}</span>}
          {!isUrgent && category !== 'advert' && <span>{say(noticeCategories[category].text)}</span>}
          {shown.isPinned && !isUrgent && <span>{t('pinned')}</span>}
        </div>
        <h4 className={title ? style.title : style.missing}>{title || t('untitled')}</h4>
        <p className={style.about}>
          {shown.publisherName?.trim() || t('unnamed')} · {shown.at ? exactTime(shown.at) : t('now')}
        </p>
        {body ? <NoticeBody body={body} /> : <p className={style.missing}>{t('unwritten')}</p>}
        {shown.endsAt && <p className={style.about}>{t('until', { time: exactTime(shown.endsAt) })}</p>}
      </article>
      {shown.files.length > 0 && (
        <div className={style.sheet}>
          <h5>{t('files')}</h5>
          <ul className={style.files}>
            {shown.files.map((one, index) => (
              <PhoneFile key={one.id} attached={one} at={index + 1} />
            ))}
          </ul>
        </div>
      )}
      {shown.service && <Service code={shown.service} />}
    </>
  )
}

function Service({ code }: { code: string }) {
  const t = useWords(words)
  const say = useText()
  const tile = useTiles().find((one) => one.code === code)
  return <div className={style.go}>{t('go', { name: tile ? say(tile.text) : code })}</div>
}

/** A file of a draft comes with its picture; what was just uploaded is asked for. */
function PhoneFile({ attached, at }: { attached: Attached; at: number }) {
  const t = useWords(words)
  const asked = useQuery(file.endpoints.read, attached.kind === undefined ? { params: { id: attached.id } } : null)
  const kind = attached.kind ?? asked.data?.kind
  const thumb = attached.thumb ?? asked.data?.thumb
  if (kind === 'image' && thumb) {
    return (
      <li>
        <img src={thumb} alt={t('image', { at })} width={72} height={72} />
      </li>
    )
  }
  return (
    <li className={style.paper}>
      <Icon name="audit" size={16} /> {t(kind === 'pdf' ? 'pdf' : kind === 'image' ? 'image' : 'textFile', { at })}
    </li>
  )
}

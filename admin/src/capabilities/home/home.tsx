import { exactTime } from '@liren/client/format/time'
import { home } from '@liren/contract/capabilities/home'
import { useQuery } from '../../app/api/use.ts'
import { useLanguage, useWords } from '../../app/language/use.ts'
import { useMay, useMe } from '../../app/session/store.ts'
import { useNow } from '../../parts/text/time.tsx'
import style from './home.module.css'
import { Messages } from './messages.tsx'
import { Quick } from './quick.tsx'
import { RepairFigures } from './repair-figures.tsx'
import { Skyline } from './skyline.tsx'
import { Todos } from './todos.tsx'
import { words } from './words.ts'

/** Which greeting fits the hour, on the clock of the community. */
export function greetingAt(hour: number): 'night' | 'morning' | 'noon' | 'afternoon' | 'evening' {
  if (hour < 5 || hour >= 23) return 'night'
  if (hour < 11) return 'morning'
  if (hour < 13) return 'noon'
  return hour < 18 ? 'afternoon' : 'evening'
}

/** The desk: what waits, what is quickly begun, how things go. */
export default function Home() {
  const mayCount = useMay('repair.statistics')
  return (
    <div className={style.desk}>
      <Greeting />
      <div className={style.columns}>
        <div className={style.stack}>
          <Todos />
          {mayCount && <RepairFigures />}
        </div>
        <div className={style.stack}>
          <Quick />
          <Messages />
        </div>
      </div>
    </div>
  )
}

function Greeting() {
  const t = useWords(words)
  const language = useLanguage()
  const me = useMe()
  const now = useNow()
  const asked = useQuery(home.endpoints.read)
  const count = asked.data?.cards.reduce((sum, card) => sum + card.count, 0) ?? 0
  const day = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'full', timeZone: 'Asia/Shanghai' }).format(now)
  return (
    <header className={style.greeting}>
      <div>
        <h1>{t(greetingAt(Number(exactTime(now).slice(11, 13))), { name: me.user.name })}</h1>
        <p>{asked.data === undefined ? ' ' : count > 0 ? t('waiting', { count }) : t('nothing')}</p>
        <small>{day}</small>
      </div>
      <Skyline />
    </header>
  )
}

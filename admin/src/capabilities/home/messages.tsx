import { message } from '@liren/contract/capabilities/message'
import { Button } from 'antd'
import { Link } from 'react-router'
import { useAction, usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { allRecords } from '../../app/nav/registry.ts'
import { Card } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './home.module.css'
import { words } from './words.ts'

/** The last messages to this person; one that is about a record leads to it. */
export function Messages() {
  const t = useWords(words)
  const say = useText()
  const asked = usePages(message.endpoints.list, { query: { limit: 6 } })
  const read = useAction(message.endpoints.read)
  const unread = asked.data?.some((item) => item.readAt === null) ?? false
  return (
    <Card
      title={t('messages')}
      extra={
        unread && (
          <Button size="small" type="text" loading={read.running} onClick={() => void read.run({ body: { all: true } })}>
            {t('allRead')}
          </Button>
        )
      }
    >
      <Shown asked={asked} empty={{ when: (items) => items.length === 0, show: <p className={style.calm}>{t('noMessages')}</p> }}>
        {(items) => (
          <ul className={style.messages}>
            {items.map((item) => {
              const page = allRecords.find(({ subject }) => subject === item.subject)
              const title = say(item.title)
              return (
                <li key={item.id} data-unread={item.readAt === null}>
                  {page && item.subjectId ? <Link to={page.path(item.subjectId)}>{title}</Link> : <strong>{title}</strong>}
                  <p>{say(item.body)}</p>
                  <small>
                    <TimeText at={item.createdAt} />
                  </small>
                </li>
              )
            })}
          </ul>
        )}
      </Shown>
    </Card>
  )
}

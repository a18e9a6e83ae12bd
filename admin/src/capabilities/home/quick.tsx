import { Link } from 'react-router'
import { useLanguage, useWords } from '../../app/language/use.ts'
import { say } from '../../app/language/words.ts'
import { mayOpen } from '../../app/nav/menu.ts'
import { allActions } from '../../app/nav/registry.ts'
import { usePermissions } from '../../app/session/store.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { Card } from '../../parts/page/page.tsx'
import style from './home.module.css'
import { words } from './words.ts'

const most = 6

/** What this person begins most often, one press away. */
export function Quick() {
  const t = useWords(words)
  const language = useLanguage()
  const held = usePermissions()
  const actions = allActions
    .filter((action) => action.rank !== undefined && mayOpen(action, held))
    .sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0))
    .slice(0, most)
  if (actions.length === 0) return null
  return (
    <Card title={t('quick')}>
      <ul className={style.quick}>
        {actions.map((action) => (
          <li key={action.path}>
            <Link to={action.path}>
              <Icon name={action.icon} /> {say(language, action.title)}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

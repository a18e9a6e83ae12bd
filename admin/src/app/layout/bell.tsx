import { Popover } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { Icon } from '../../parts/icon/icon.tsx'
import { useWords } from '../language/use.ts'
import { useTodos } from '../nav/todos.ts'
import own from './bell.module.css'
import { IconButton } from './icon-button.tsx'
import { words } from './words.ts'

/** What waits for this person, from every capability that knows of something. */
export function Bell() {
  const t = useWords(words)
  const [open, setOpen] = useState(false)
  const todos = useTodos()
  const count = todos.reduce((sum, todo) => sum + todo.count, 0)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      title={t('todo')}
      content={
        <div className={own.panel}>
          {todos.length === 0 ? (
            <p className={own.none}>{t('todoEmpty')}</p>
          ) : (
            <ul>
              {todos.map((todo) => (
                <li key={todo.path}>
                  <Link to={todo.path} onClick={() => setOpen(false)} className={own.row}>
                    <Icon name={todo.icon} />
                    <span>{todo.title}</span>
                    <strong>{todo.count}</strong>
                  </Link>
                </li>
              ))}
            </ul>
          )}
          <Link to="/home" onClick={() => setOpen(false)} className={own.all}>
            {t('todoAll')}
          </Link>
        </div>
      }
    >
      <IconButton icon="bell" label={count > 0 ? t('todoCount', { count }) : t('todo')} count={count} aria-expanded={open} />
    </Popover>
  )
}

import { Button, Popover } from 'antd'
import { useState } from 'react'
import { useKept } from '../../app/kept.ts'
import { useWords } from '../../app/language/use.ts'
import { type Filters, type ListState, writeFilters } from '../../app/list-state.ts'
import { Icon } from '../icon/icon.tsx'
import style from './filter.module.css'
import { words } from './words.ts'

export interface View {
  readonly name: string
  readonly filters: Filters
  readonly count?: number | undefined
}

interface Own {
  readonly name: string
  readonly f: Filters
}

/** Ways of looking at a list that are used again: those it comes with, and one's own. */
export function ViewTabs({ name, views, state }: { name: string; views: readonly View[]; state: ListState }) {
  const t = useWords(words)
  const [own, setOwn] = useKept<readonly Own[]>(`views.${name}`, [])
  const now = writeFilters(state.filters)
  const all: readonly View[] = [{ name: t('all'), filters: {} }, ...views, ...own.map((view) => ({ name: view.name, filters: view.f }))]
  const known = all.some((view) => writeFilters(view.filters) === now)
  return (
    <div className={style.views} role="toolbar" aria-label={t('views')}>
      {all.map((view) => {
        const chosen = writeFilters(view.filters) === now
        const mine = own.find((kept) => kept.name === view.name)
        return (
          <span key={view.name} className={style.view} data-chosen={chosen}>
            <button type="button" aria-pressed={chosen} onClick={() => state.setFilters(view.filters)}>
              {view.name}
              {view.count !== undefined && view.count > 0 && <small>{view.count}</small>}
            </button>
            {mine && chosen && (
              <button
                type="button"
                className={style.remove}
                aria-label={t('removeView', { name: view.name })}
                onClick={() => setOwn(own.filter((kept) => kept !== mine))}
              >
                <Icon name="close" size={14} />
              </button>
            )}
          </span>
        )
      })}
      {!known && <SaveView taken={all.map((view) => view.name)} onSave={(title) => setOwn([...own, { name: title, f: state.filters }])} />}
    </div>
  )
}

function SaveView({ taken, onSave }: { taken: readonly string[]; onSave: (name: string) => void }) {
  const t = useWords(words)
  const [open, setOpen] = useState(false)
  const [title, setTitle] = useState('')
  const fine = title.trim() !== '' && !taken.includes(title.trim())
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      content={
        <form
          className={style.saveView}
          data-own-keys
          onSubmit={(event) => {
            event.preventDefault()
            if (!fine) return
            onSave(title.trim())
            setTitle('')
            setOpen(false)
          }}
        >
          <input
            aria-label={t('viewName')}
            placeholder={t('viewName')}
            maxLength={20}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
          <Button htmlType="submit" type="primary" disabled={!fine}>
            {t('save')}
          </Button>
        </form>
      }
    >
      <button type="button" className={style.saveButton}>
        <Icon name="plus" size={14} /> {t('saveView')}
      </button>
    </Popover>
  )
}

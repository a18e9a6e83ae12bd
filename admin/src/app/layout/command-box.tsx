import { search } from '@liren/contract/capabilities/search'
import { Modal } from 'antd'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { Icon } from '../../parts/icon/icon.tsx'
import { Marked } from '../../parts/text/marked.tsx'
import { call } from '../api/call.ts'
import { useLanguage, useWords } from '../language/use.ts'
import { writeFilters } from '../list-state.ts'
import { type Found, type FoundGroup, findActions, findPages, groupRecords, readPrefix } from '../nav/find.ts'
import { allActions, allRecords, allScreens } from '../nav/registry.ts'
import { usePermissions } from '../session/store.ts'
import own from './command-box.module.css'
import { recentPaths, rememberPath } from './recent.ts'
import { words } from './words.ts'

const waitBeforeAsking = 120

const searchPath = (text: string): string => `/search?${new URLSearchParams({ f: writeFilters({ q: text }) })}`

interface Records {
  readonly groups: readonly FoundGroup[]
  readonly failed: boolean
  readonly asking: boolean
}
const noRecords: Records = { groups: [], failed: false, asking: false }

/** Records of every kind this person may read, asked for once the typing pauses. */
function useRecords(typed: string): Records {
  const language = useLanguage()
  const [records, setRecords] = useState(noRecords)
  useEffect(() => {
    const { actionsOnly, text } = readPrefix(typed)
    if (actionsOnly || text.length < 2) {
      setRecords(noRecords)
      return
    }
    const leaving = new AbortController()
    const timer = setTimeout(() => {
      setRecords((before) => ({ ...before, asking: true }))
      call(search.endpoints.find, { query: { q: text }, signal: leaving.signal }).then(
        (answer) => setRecords({ groups: groupRecords(answer, allRecords, language), failed: false, asking: false }),
        () => leaving.signal.aborted || setRecords({ groups: [], failed: true, asking: false }),
      )
    }, waitBeforeAsking)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [typed, language])
  return records
}

/** One box for pages, actions and records; arrows and Enter, no type to choose. */
export function CommandBox({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={640}
      style={{ top: 88 }}
      destroyOnHidden
      styles={{ container: { padding: 0, overflow: 'hidden' } }}
    >
      <Box onClose={onClose} />
    </Modal>
  )
}

function Box({ onClose }: { onClose: () => void }) {
  const t = useWords(words)
  const language = useLanguage()
  const held = usePermissions()
  const navigate = useNavigate()
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const records = useRecords(typed)

  const groups = useMemo<readonly FoundGroup[]>(() => {
    const { actionsOnly, text } = readPrefix(typed)
    const pages = actionsOnly ? [] : findPages(allScreens, held, text, language)
    const actions = text === '' && !actionsOnly ? [] : findActions(allActions, held, text, language)
    const recent = text === '' ? recentPaths().flatMap((path) => pages.find((page) => page.path === path) ?? []) : []
    const rest = pages.filter((page) => !recent.includes(page))
    return [
      { title: t('recent'), items: recent },
      ...(text === '' ? [] : records.groups),
      {
        title: t('everything'),
        items: text.length < 2 || actionsOnly ? [] : [{ path: searchPath(text), title: t('allFound', { text }), icon: 'search' as const }],
      },
      { title: t('actions'), items: actions },
      { title: t('pages'), items: rest },
    ].filter((group) => group.items.length > 0)
  }, [typed, held, language, records.groups, t])
  const all = groups.flatMap((group) => group.items)
  const chosen = Math.min(at, all.length - 1)

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen moves into sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen, groups])

  const go = (found: Found | undefined) => {
    if (found === undefined) return
    rememberPath(found.path)
    onClose()
    navigate(found.path)
  }

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (move !== undefined && all.length > 0) {
      event.preventDefault()
      setAt((chosen + move + all.length) % all.length)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      go(all[chosen])
    }
  }

  const looked = readPrefix(typed).text
  let index = -1
  return (
    <div data-own-keys>
      <div className={own.head}>
        <Icon name="search" size={20} />
        <input
          className={own.input}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          // biome-ignore lint/a11y/noAutofocus: the box was opened to type into it
          autoFocus
          maxLength={60}
          placeholder={t('search')}
          aria-label={t('searchLabel')}
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={all.length > 0 ? `${id}-${chosen}` : undefined}
          autoComplete="off"
          spellCheck={false}
        />
        {records.asking && <span className={own.asking}>{t('searching')}</span>}
      </div>
      <div className={own.list} id={id} role="listbox" aria-label={t('searchLabel')} ref={list}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: groups of a listbox have no element of their own
          <div key={group.title} role="group" aria-label={group.title}>
            <div className={own.group}>{group.title}</div>
            {group.items.map((found) => {
              index += 1
              const mine = index
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the input
                <div
                  key={found.path + found.title}
                  id={`${id}-${mine}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={mine === chosen}
                  className={own.option}
                  onMouseMove={() => setAt(mine)}
                  onClick={() => go(found)}
                >
                  <Icon name={found.icon} />
                  <span>
                    <Marked text={found.title} looked={looked} />
                  </span>
                  {found.note && (
                    <small>
                      <Marked text={found.note} looked={looked} />
                    </small>
                  )}
                </div>
              )
            })}
          </div>
        ))}
        {all.length === 0 && !records.asking && (
          <p className={own.none}>{typed.trim().length < 2 ? t('typeMore') : t('noHit', { text: typed.trim() })}</p>
        )}
        {records.failed && <p className={own.failed}>{t('searchFailed')}</p>}
      </div>
      <div className={own.foot} aria-hidden="true">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> {t('hintMove')}
        </span>
        <span>
          <kbd>Enter</kbd> {t('hintOpen')}
        </span>
        <span>
          <kbd>Esc</kbd> {t('hintClose')}
        </span>
        <span>{t('hintPrefix')}</span>
      </div>
    </div>
  )
}

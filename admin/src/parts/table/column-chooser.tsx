import { Checkbox, Popover } from 'antd'
import { useWords } from '../../app/language/use.ts'
import { IconButton } from '../../app/layout/icon-button.tsx'
import { Icon } from '../icon/icon.tsx'
import { type Column, type ColumnChoice, defaultChoice, moved, ordered } from './columns.ts'
import style from './table.module.css'
import { words } from './words.ts'

interface Props<T> {
  readonly columns: readonly Column<T>[]
  readonly choice: ColumnChoice
  readonly onChange: (choice: ColumnChoice) => void
  readonly dense: boolean
  readonly onDense: (dense: boolean) => void
}

/** Which columns, in what order, how close together. */
export function ColumnChooser<T>({ columns, choice, onChange, dense, onDense }: Props<T>) {
  const t = useWords(words)
  const all = ordered(columns, choice)
  const order = all.map(({ key }) => key)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      title={t('columnsTitle')}
      content={
        <div className={style.chooser} data-own-keys>
          <ul>
            {all.map((column) => (
              <li key={column.key}>
                <Checkbox
                  checked={column.always || !choice.hidden.includes(column.key)}
                  disabled={column.always ?? false}
                  onChange={(event) =>
                    onChange({
                      order,
                      hidden: event.target.checked ? choice.hidden.filter((key) => key !== column.key) : [...choice.hidden, column.key],
                    })
                  }
                >
                  {column.title}
                </Checkbox>
                <button
                  type="button"
                  aria-label={t('up', { name: column.title })}
                  onClick={() => onChange({ ...choice, order: moved(order, column.key, -1) })}
                >
                  <Icon name="down" size={16} style={{ transform: 'rotate(180deg)' }} />
                </button>
                <button
                  type="button"
                  aria-label={t('down', { name: column.title })}
                  onClick={() => onChange({ ...choice, order: moved(order, column.key, 1) })}
                >
                  <Icon name="down" size={16} />
                </button>
              </li>
            ))}
          </ul>
          <div className={style.chooserFoot}>
            <Checkbox checked={dense} onChange={(event) => onDense(event.target.checked)}>
              {t('dense')}
            </Checkbox>
            <button type="button" className={style.reset} onClick={() => onChange(defaultChoice(columns))}>
              {t('reset')}
            </button>
          </div>
        </div>
      }
    >
      <IconButton icon="columns" label={t('columns')} />
    </Popover>
  )
}

import type { ReactNode } from 'react'
import { Icon } from '../../parts/icon/icon.tsx'
import { useWords } from '../language/use.ts'
import { LookSwitches } from '../layout/look-switches.tsx'
import mark from '../mark.svg'
import { Estate } from './estate.tsx'
import style from './session.module.css'
import { words } from './words.ts'

/** The page before the shell: the estate at dusk on one side, what is asked on the other. */
export function Entrance({ cover, wide = false, children }: { cover: ReactNode; wide?: boolean; children: ReactNode }) {
  const t = useWords(words)
  return (
    <div className={style.page} data-wide={wide}>
      <aside className={style.cover}>
        <div className={style.brand}>
          <img src={mark} width={40} height={40} alt="" />
          <span>{t('product')}</span>
        </div>
        {cover}
        <Estate />
      </aside>
      <main className={style.side}>
        <div className={style.switches}>
          <LookSwitches />
        </div>
        <div className={style.box}>{children}</div>
        <p className={style.foot}>
          <Icon name="lock" size={14} /> {t('secure')}
        </p>
      </main>
    </div>
  )
}

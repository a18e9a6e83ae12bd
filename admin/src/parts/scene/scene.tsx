import style from './scene.module.css'
import { scenes } from './scenes.tsx'

export type SceneName = keyof typeof scenes

/** A flat paper-cut picture of our own for a state of emptiness; decoration, so screen readers pass over it. */
export function Scene({ name, width = 180 }: { name: SceneName; width?: number }) {
  return (
    <svg className={style.scene} width={width} height={(width * 120) / 180} viewBox="0 0 180 120" aria-hidden="true" focusable="false">
      {scenes[name]}
    </svg>
  )
}

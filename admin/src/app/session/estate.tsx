import style from './session.module.css'

const windows = (x: number, y: number, columns: number, rows: number, lit: readonly number[]) =>
  Array.from({ length: columns * rows }, (_, index) => (
    <rect
      // biome-ignore lint/suspicious/noArrayIndexKey: windows do not move
      key={index}
      x={x + (index % columns) * 16}
      y={y + Math.floor(index / columns) * 20}
      width="9"
      height="11"
      rx="1"
      className={lit.includes(index) ? style.lit : style.window}
    />
  ))

/** The estates of the community at dusk: paper layers, a few lit windows, people on the way home. */
export function Estate() {
  return (
    <svg className={style.estate} viewBox="0 0 720 420" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">
      <circle cx="560" cy="96" r="44" className={style.moon} />
      <path className={style.far} d="M0 420V210h58v-44h66v90h44V132h74v120h52v-70h86v96h60V150h70v110h48v-64h92v80h70v144z" />
      <path
        className={style.middle}
        d="M36 420V196l44-26 44 26v224zM196 420V120h92v300zM432 420V168h104v252zM604 420V214l40-26 40 26v206z"
      />
      {windows(56, 216, 3, 6, [4, 10])}
      {windows(214, 142, 4, 9, [2, 9, 15, 22, 29])}
      {windows(450, 190, 5, 7, [3, 11, 17, 24])}
      {windows(622, 232, 3, 5, [1, 9])}
      <path className={style.near} d="M0 420v-38c90-20 180-24 300-14s240 6 420-16v68z" />
      <path className={style.trunk} d="M338 380h8v-58h-8zM396 380h7v-40h-7zM148 384h7v-44h-7z" />
      <circle cx="342" cy="302" r="36" className={style.tree} />
      <circle cx="366" cy="318" r="24" className={style.tree2} />
      <circle cx="399" cy="330" r="22" className={style.tree} />
      <circle cx="151" cy="330" r="25" className={style.tree2} />
      <circle cx="326" cy="296" r="4" className={style.lit} />
      <circle cx="352" cy="284" r="4" className={style.lit} />
      <circle cx="356" cy="314" r="4" className={style.lit} />
      <circle cx="246" cy="349" r="8" className={style.person} />
      <path className={style.person} d="M233 392v-20c0-9 5-13 13-13s13 4 13 13v20z" />
      <circle cx="272" cy="362" r="6" className={style.child} />
      <path className={style.child} d="M263 392v-13c0-6 4-9 9-9s9 3 9 9v13z" />
      <circle cx="566" cy="351" r="8" className={style.child} />
      <path className={style.child} d="M553 394v-20c0-9 5-13 13-13s13 4 13 13v20z" />
      <path className={style.lead} d="M579 376c12 6 18 8 26 8" />
      <path className={style.person} d="M604 392v-12l5-7 4 4h16c5 0 7 3 7 7v8h-4v-6h-20v6z" />
    </svg>
  )
}

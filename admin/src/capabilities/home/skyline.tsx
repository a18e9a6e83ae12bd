import style from './home.module.css'

/** The estates as a paper edge behind the greeting; decoration. */
export const Skyline = () => (
  <svg className={style.skyline} viewBox="0 0 520 112" preserveAspectRatio="xMaxYMax slice" aria-hidden="true" focusable="false">
    <circle cx="430" cy="34" r="16" className={style.sun} />
    <path className={style.far} d="M0 112V74h40V52h46v30h34V40h52v44h40V60h56v36h38V46h50v46h36V66h54v30h30v16z" />
    <path className={style.near} d="M30 112V80l24-14 24 14v32zM150 112V50h56v62zM270 112V70h66v42zM392 112V78l26-15 26 15v34z" />
    <path
      className={style.windows}
      d="M162 60h6v8h-6zM178 60h6v8h-6zM194 76h6v8h-6zM162 92h6v8h-6zM282 80h6v8h-6zM314 80h6v8h-6zM298 96h6v8h-6zM412 84h6v8h-6zM50 88h6v8h-6z"
    />
    <path className={style.ground} d="M0 112v-8c90-8 180-8 260-2s170 2 260-6v16z" />
    <circle cx="232" cy="88" r="12" className={style.tree} />
    <path className={style.tree} d="M230 90h4v18h-4z" />
    <circle cx="366" cy="92" r="9" className={style.tree} />
    <path className={style.tree} d="M364 94h4v14h-4z" />
    <circle cx="250" cy="95" r="3.5" className={style.person} />
    <path className={style.person} d="M245 108v-5c0-4 2-5 5-5s5 1 5 5v5z" />
  </svg>
)

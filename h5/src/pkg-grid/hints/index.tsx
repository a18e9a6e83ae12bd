export { default } from '../../../../miniapp/src/pkg-grid/hints/index'

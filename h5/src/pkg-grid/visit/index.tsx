export { default } from '../../../../miniapp/src/pkg-grid/visit/index'

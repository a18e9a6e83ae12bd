export { default } from '../../../../miniapp/src/pkg-house/supply/index'

export { default } from '../../../../miniapp/src/pkg-sys/feedback/index'

export { chunkMarkdown } from './chunks/chunk-markdown.ts';
export { eraseEmails } from './erase-emails.ts';
export { categoryOf } from './labels/category-of.ts';
export type { PageProperties } from './labels/property.ts';
export { tagsOf, type PageFacts } from './labels/tags-of.ts';
export { blocksToMarkdown } from './notion-blocks/blocks-to-markdown.ts';
export { cleanMarkdown } from './notion-markdown/clean-markdown.ts';
export { toKnowledgeDocument } from './to-document.ts';

"""What has been written: the document model, reading it in, keeping it, finding it."""

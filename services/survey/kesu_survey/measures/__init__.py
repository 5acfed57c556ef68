"""“You said, we did” (您的意见，我们的改进): what a survey tells first about what came of the last one."""

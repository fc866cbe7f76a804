#!/bin/sh
# Stands in for workerd: notes its own process number and becomes workerd, which keeps the number.
echo $$ > "$MILLRACE_WORKERD_PID_FILE"
exec "$MILLRACE_WORKERD" "$@"

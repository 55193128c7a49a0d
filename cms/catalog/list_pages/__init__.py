"""Cuts each list of goods into pages whose bounds stay where they are while goods come and go."""

"""Who approves pages, where a team wants two to look: editors, for approving publishes, and only they may."""

from __future__ import annotations

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from cms.accounts.roles import Role

WORKFLOW_NAME = "Pages are approved by an editor"


def ensure_workflow() -> None:
    """Put ours in the place of Wagtail's first one, whose group may not publish here; another choice stays."""
    root = Page.get_first_root_node()
    chosen = WorkflowPage.objects.filter(page=root).select_related("workflow").first() if root else None
    if chosen is None or chosen.workflow.name != "Moderators approval":
        return
    chosen.workflow = _make_workflow()
    chosen.save()


def _make_workflow() -> Workflow:
    task = GroupApprovalTask.objects.create(name=WORKFLOW_NAME)
    task.groups.add(Group.objects.get_or_create(name=Role.EDITOR.value)[0])
    workflow = Workflow.objects.create(name=WORKFLOW_NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    return workflow

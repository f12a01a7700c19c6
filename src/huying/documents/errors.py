"""What can be wrong with a file, said so that the sender knows what to do next."""

from django.utils.translation import gettext_lazy as _

from huying.kernel.errors import Invalid, NotAllowed, Unavailable


class WrongKind(Invalid):
    """The content is of a kind that this purpose does not take."""

    code = "wrong_kind"
    message = _("这种文件不能上传")


class TooBig(Invalid):
    """More bytes or more pixels than allowed. Facts: `max_bytes` or `max_pixels`."""

    code = "too_big"
    message = _("文件太大")


class TooManyFiles(Invalid):
    """More files on one thing than its purpose allows. Facts: `max_count`."""

    code = "too_many_files"
    message = _("文件太多")


class Unreadable(Invalid):
    """Damaged, encrypted or not what it says it is."""

    code = "unreadable"
    message = _("文件打不开，可能已损坏")
    way_out = _("请换一张照片，或用手机截图后再上传。")


class Harmful(Invalid):
    """The scanner found something, or the file can act by itself."""

    code = "harmful"
    message = _("文件没有通过安全检查，未保存")
    way_out = _("请换一个文件。")


class NotMasked(NotAllowed):
    """Others may see it only after faces and plates are covered."""

    code = "not_masked"
    message = _("照片还没有遮挡人脸和车牌，不能给别人看")
    way_out = _("请先完成遮挡。")


class StorageFull(Unavailable):
    """The disk or the object store did not take the file; nothing of it was kept."""

    code = "storage_full"
    message = _("服务器现在存不下文件，照片没有保存")
    way_out = _("您写的文字还在，可以先不带照片提交，稍后再补照片。")
